/// Names of Swift, of the library and of the system whose part in a lesson is known without the compiler.
enum KnownNames {
    /// Types whose values hold nothing that two cells could share, protocols, and functions that give such values. Values
    /// that share storage behind the scenes, and copy it as they are changed, belong here; so do the stateless objects of
    /// Foundation. A name too few costs a run, a name too many would show an outdated result.
    static let values: Set<String> = {
        let lists = [swift, mathematics, singlePrecision, foundation, lab]
        return Set(lists.flatMap { $0.split { $0.isWhitespace } }.map(String.init))
    }()

    /// Those that a lesson sees without an import and that are, or hold, objects.
    static let objects: Set<String> = [
        "AnyObject", "Any", "ManagedBuffer", "ManagedBufferPointer", "OpaquePointer",
        "ReferenceWritableKeyPath", "Tape",
        "Unmanaged", "UnsafeBufferPointer", "UnsafeMutableBufferPointer", "UnsafeMutablePointer",
        "UnsafeMutableRawBufferPointer", "UnsafeMutableRawPointer", "UnsafePointer",
        "UnsafeRawBufferPointer",
        "UnsafeRawPointer", "AnyIterator", "Task", "AsyncStream",
    ]

    /// Functions of the system whose calls change what later calls do.
    static let functionsWithState: Set<String> = [
        "rand", "srand", "random", "srandom", "drand48", "srand48", "lrand48", "mrand48", "initstate", "setstate",
        "strtok",
        "setenv", "unsetenv", "putenv", "setlocale", "chdir", "umask", "signal", "atexit", "alarm",
    ]

    private static let swift = """
        Int Int8 Int16 Int32 Int64 Int128 UInt UInt8 UInt16 UInt32 UInt64 UInt128 Float Double Float16 Float80 Bool
        String Substring Character Unicode StaticString Array ArraySlice ContiguousArray Dictionary Set Optional
        Result Range ClosedRange PartialRangeFrom PartialRangeUpTo PartialRangeThrough StrideTo StrideThrough
        Zip2Sequence EnumeratedSequence Repeated CollectionOfOne EmptyCollection AnyHashable AnySequence
        AnyCollection Never Void Mirror ObjectIdentifier Duration ContinuousClock SuspendingClock
        SystemRandomNumberGenerator SIMD2 SIMD3 SIMD4 SIMD8 SIMD16 KeyPath PartialKeyPath Hasher CommandLine Slice
        ReversedCollection LazySequence FlattenSequence DefaultIndices UnfoldSequence IndexingIterator
        JoinedSequence Error Equatable Hashable Comparable Identifiable Sendable Copyable Codable Encodable
        Decodable CaseIterable RawRepresentable CustomStringConvertible CustomDebugStringConvertible
        CustomReflectable LosslessStringConvertible TextOutputStream TextOutputStreamable Sequence Collection
        BidirectionalCollection RandomAccessCollection MutableCollection RangeReplaceableCollection IteratorProtocol
        Numeric SignedNumeric AdditiveArithmetic BinaryInteger FixedWidthInteger SignedInteger UnsignedInteger
        FloatingPoint BinaryFloatingPoint Strideable StringProtocol RandomNumberGenerator SIMD SIMDScalar
        ExpressibleByIntegerLiteral ExpressibleByFloatLiteral ExpressibleByStringLiteral
        ExpressibleByStringInterpolation ExpressibleByBooleanLiteral ExpressibleByArrayLiteral
        ExpressibleByDictionaryLiteral ExpressibleByNilLiteral SetAlgebra Element Index Key Value Wrapped Self self
        super main MainActor discardableResult available resultBuilder propertyWrapper dynamicMemberLookup
        dynamicCallable inlinable frozen escaping autoclosure unchecked print debugPrint dump min max abs zip stride
        repeatElement sequence swap type precondition preconditionFailure fatalError assert assertionFailure
        numericCast withExtendedLifetime
        """
    private static let singlePrecision = mathematics.split { $0.isWhitespace }.map { $0 + "f" }.joined(separator: " ")
    private static let mathematics = """
        sin cos tan asin acos atan atan2 sinh cosh tanh asinh acosh atanh exp exp2 expm1 log log2 log10 log1p pow
        sqrt cbrt hypot floor ceil round trunc rint nearbyint fmod remainder fabs fmax fmin fma fdim copysign erf
        erfc tgamma lgamma ldexp frexp modf scalbn ilogb logb j0 j1 jn y0 y1 yn sleep usleep time clock getpid
        getenv exit abort fflush stdout stderr strlen isnan isinf
        """
    private static let foundation = """
        URL Data Date DateInterval DateComponents TimeInterval TimeZone Calendar Locale UUID Decimal IndexPath
        IndexSet CharacterSet Notification CocoaError URLError POSIXError LocalizedError DecodingError EncodingError
        CGFloat CGPoint CGSize CGRect FileManager ProcessInfo FileAttributeKey JSONEncoder JSONDecoder
        FloatingPointFormatStyle IntegerFormatStyle Measurement
        """
    private static let lab = """
        Adadelta Adagrad Adam AdamW Adamax AnnotationPosition AreaMark AvgPool2D BarMark BatchNorm Best BoxMark Cell
        Chain Chart ChartBuilder ChartContent Checkpoint Clipping Color ColorScale Column ColumnBuilder
        ContourLevels ContourMark Conv2D Datum Dense Digits Displayable Dropout ELU EarlyStopping Embedding Ensemble
        ErrorBarMark Examples FashionMNIST Flatten ForEach FunctionMark GELU GRU Generator GradientMoments GroupNorm
        Hessian HistogramBins HistogramHeight HistogramMark History IDXArray Identity ImageMark Initializer
        InstanceNorm InterpolationMethod Jacobian LSTM Layer LayerBuilder LayerNorm LayerNormRNN LeakyReLU
        LearningRateRange LineMark MalformedData Mark MarkGroup MaxPool2D MeanBand MeanMark MinMaxScaler
        MismatchedWeights Mode NAdam NonFiniteLoss NumberFormat NumberTable Optimizer Parameter
        ParameterGroups ParameterSelection Penalty PixelImage Plottable PlottableValue PointMark RAdam RMSprop RNN
        ReLU RectangleMark RecurrentLayer RecurrentOutput RecurrentWeights RobustScaler RuleMark SGD Safetensors
        SampledPrediction ScaleSharing ScaleType Schedule Sequences Sequential SiLU Sigmoid Softmax Softplus
        SpectralNorm Spectrum Spread Stack Standardizer StrokeStyle SweepRun Symbol Table TableColumn Tanh Targets Tensor
        TextMark TickMark Total Trainer TrainingProgress VectorMark Visibility WeightNorm WeightedLayer Whitener
        Wine accuracy averageOfWeights binaryCrossEntropy display environment fit gradient gradients huberLoss
        meanSquaredError monteCarlo reportProgress softmaxCrossEntropy sweep withSecondThread
        """
}
