/// A model in training: its parameters, an optimizer, and what the optimizer remembers of each parameter.
///
///     var trainer = Trainer(model, optimizer: SGD(learningRate: 0.1))
///     let loss = trainer.step { model, mode in softmaxCrossEntropy(model(x, mode: mode), labels) }
///
/// A trainer is a value: a copy goes on from where it was made, with the optimizer's memory.
public struct Trainer<Model: Layer, Rule: Optimizer> {
    /// The model as the last step left it.
    public var model: Model
    /// The rule of the update. A schedule sets its learning rate before each step.
    public var optimizer: Rule
    /// Where the learning rate of each step comes from; nil leaves it to the optimizer.
    public var schedule: Schedule?
    /// A limit for the gradients of each step; nil leaves them as they are.
    public var clipping: Clipping?
    /// How many steps have been made.
    public private(set) var stepCount = 0
    /// How many epochs are over: what a schedule goes by that counts epochs.
    public var epochCount = 0
    /// Where the first number came up that was not finite, when the last step's loss was not.
    public private(set) var nonFinitePlace: NonFiniteLoss.Place?
    private let penalties: [(rule: Penalty, members: [Bool])]
    private var states: [Rule.State] = []
    private let tape = Tape()

    /// A trainer before its first step. A penalty on a parameter that the model does not have stops the program.
    public init(
        _ model: Model, optimizer: Rule, schedule: Schedule? = nil, clipping: Clipping? = nil,
        penalties: [Penalty] = []
    ) {
        (self.model, self.optimizer, self.schedule, self.clipping) = (model, optimizer, schedule, clipping)
        let parameters = model.parameters
        states = optimizer.makeStates(for: parameters)
        self.penalties = penalties.map { ($0, $0.selection.members(of: parameters)) }
    }

    /// One step: the loss of the model in training mode, its gradients, and the update. Returns the loss before the
    /// update; when that is infinite or NaN, the parameters stay as they are.
    @discardableResult
    public mutating func step(_ loss: (Model, Mode) -> Tensor) -> Float { advance(loss, observing: false).loss }

    /// A step, and what it did inside the model; nil when the loss was not finite. The model moves as it would without
    /// being observed.
    public mutating func observedStep(_ loss: (Model, Mode) -> Tensor) -> (
        loss: Float, observation: History.Observation?
    ) {
        advance(loss, observing: true)
    }

    private mutating func advance(
        _ loss: (Model, Mode) -> Tensor, observing: Bool
    ) -> (loss: Float, observation: History.Observation?) {
        tape.clear()
        if let schedule { optimizer.learningRate = schedule.rate(at: schedule.unit == .epoch ? epochCount : stepCount) }
        // From here nobody else holds the parameters, so they can move in place.
        model.visitParameters { $0.value.makeUnique() }
        let result = loss(model, .training(on: tape))
        let value = result.item
        nonFinitePlace = nil
        guard value.isFinite else {
            nonFinitePlace = LayerTrace(model.parameters, on: tape).firstNonFinite()
            return (value, nil)
        }
        model.updateState(from: tape)
        var observer = observing ? Observer(step: stepCount + 1, model.parameters) : nil
        if tape.index(of: result) != nil {
            tape.backward(from: result, descending: descentRate)
            update(&observer)
        }
        stepCount += 1
        return (value, observer?.observation(model.parameters, rate: optimizer.learningRate))
    }

    /// The rate at which weights may move during the walk back: nil when their gradients are wanted first.
    private var descentRate: Float? {
        if clipping != nil || penalties.contains(where: { $0.rule.precedesUpdate }) { return nil }
        // A rate of 0 moves nothing, and what a gradient was could not be told from the move.
        guard let rate = optimizer.plainRate(step: stepCount), rate != 0 else { return nil }
        return rate
    }

    private mutating func update(_ observer: inout Observer?) {
        // Gradients and descents are read first; clearing then gives the parameters' storage back to the model.
        var gradients: [Tensor?] = []
        model.visitParameters { [tape] in
            let moves = $0.isTrainable && tape.isVariable($0.value) && !tape.hasDescended($0.value)
            gradients.append(moves ? tape.gradient(of: $0.value) : nil)
        }
        observer?.read(tape, model.parameters, gradients: gradients)
        tape.clear()
        prepare(gradients)
        var index = 0
        let (optimizer, step, rate, penalties) = (optimizer, stepCount, optimizer.learningRate, penalties)
        var states = [Rule.State]()
        swap(&states, &self.states)
        model.visitParameters { parameter in
            if let gradient = gradients[index] {
                for penalty in penalties where penalty.members[index] {
                    penalty.rule.beforeUpdate(&parameter.value, rate: rate)
                }
                optimizer.update(&parameter.value, gradient: gradient, state: &states[index], step: step)
            }
            for penalty in penalties where penalty.members[index] && parameter.isTrainable {
                penalty.rule.afterUpdate(&parameter.value, rate: rate)
            }
            index += 1
        }
        self.states = states
    }

    /// Adds the penalties to the gradients and clips them, in the tape's own buffers.
    private mutating func prepare(_ gradients: [Tensor?]) {
        if !penalties.isEmpty {
            var index = 0
            model.visitParameters { [penalties] parameter in
                for penalty in penalties where penalty.members[index] {
                    if let gradient = gradients[index] { penalty.rule.add(to: gradient, of: parameter.value) }
                }
                index += 1
            }
        }
        clipping?.clip(gradients.compactMap { $0 })
    }
}
