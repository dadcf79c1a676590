/// A model in training: its parameters, an optimizer, and what the optimizer remembers of each parameter.
///
///     var trainer = Trainer(model, optimizer: SGD(learningRate: 0.1))
///     let loss = trainer.step { model, mode in softmaxCrossEntropy(model(x, mode: mode), labels) }
public struct Trainer<Model: Layer, Rule: Optimizer> {
    public var model: Model
    public var optimizer: Rule
    /// How many steps have been made.
    public private(set) var stepCount = 0
    private var states: [Rule.State] = []
    private let tape = Tape()

    public init(_ model: Model, optimizer: Rule) {
        self.model = model
        self.optimizer = optimizer
        self.model.visitParameters { states.append(optimizer.makeState(for: $0.value)) }
    }

    /// One step: the loss of the model in training mode, its gradients, and the update. Returns the loss before the
    /// update; when that is infinite or NaN, the parameters stay as they are.
    @discardableResult
    public mutating func step(_ loss: (Model, Mode) -> Tensor) -> Float {
        tape.clear()
        // From here nobody else holds the parameters, so they can move in place.
        model.visitParameters { $0.value.makeUnique() }
        let result = loss(model, .training(on: tape))
        let value = result.item
        guard value.isFinite else { return value }
        model.updateState(from: tape)
        if tape.index(of: result) != nil {
            tape.backward(from: result, descending: optimizer.plainRate(step: stepCount))
            update()
        }
        stepCount += 1
        return value
    }

    private mutating func update() {
        // Gradients and descents are read first; clearing then gives the parameters' storage back to the model.
        var gradients: [Tensor?] = []
        model.visitParameters { [tape] in
            let moves = $0.isTrainable && tape.isVariable($0.value) && !tape.hasDescended($0.value)
            gradients.append(moves ? tape.gradient(of: $0.value) : nil)
        }
        tape.clear()
        var index = 0
        let (optimizer, step) = (optimizer, stepCount)
        var states = [Rule.State]()
        swap(&states, &self.states)
        model.visitParameters {
            if let gradient = gradients[index] {
                optimizer.update(&$0.value, gradient: gradient, state: &states[index], step: step)
            }
            index += 1
        }
        self.states = states
    }
}
