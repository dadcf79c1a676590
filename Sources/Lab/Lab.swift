@_exported import Training
@_exported import Figures
@_exported import Datasets
