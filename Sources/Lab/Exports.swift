// All that a cell sees without an import: the library, and the usual mathematics.
@_exported import Datasets
@_exported import Figures
@_exported import Glibc
@_exported import Training
