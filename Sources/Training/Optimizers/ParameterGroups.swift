/// One rule with other settings for some parameters.
///
///     let rule = ParameterGroups(AdamW(learningRate: 0.001, weightDecay: 0.1))
///         .with(.vectors) { $0.weightDecay = 0 }           // no decay on biases and scales
///         .with(.named("4")) { $0.learningRate *= 10 }     // the new layer learns faster
///
/// The last group that a parameter belongs to counts, and a name that the model does not have stops the program. A
/// schedule changes the rates of all groups in proportion.
public struct ParameterGroups<Rule: Optimizer>: Optimizer {
    private struct Group: Sendable {
        let selection: ParameterSelection
        var rule: Rule
        /// The group's rate as a multiple of the first group's.
        let share: Float
    }

    private var groups: [Group]

    /// A single group: every parameter, with the settings of `rule`.
    public init(_ rule: Rule) { groups = [Group(selection: .all, rule: rule, share: 1)] }

    /// The same groups, and one more whose settings are those of the first group after `change`.
    public func with(_ selection: ParameterSelection, _ change: (inout Rule) -> Void) -> ParameterGroups {
        var copy = self
        var rule = groups[0].rule
        let base = rule.learningRate
        require(base != 0, "groups of a rule whose learning rate is 0")
        change(&rule)
        copy.groups.append(Group(selection: selection, rule: rule, share: rule.learningRate / base))
        return copy
    }

    /// The rate of the first group.
    public var learningRate: Float {
        get { groups[0].rule.learningRate }
        set { for index in groups.indices { groups[index].rule.learningRate = newValue * groups[index].share } }
    }

    /// Which group a parameter belongs to, and what that group's rule remembers of it.
    public struct State: Sendable {
        let group: Int
        var rule: Rule.State
    }

    public func makeState(for value: Tensor) -> State { State(group: 0, rule: groups[0].rule.makeState(for: value)) }

    public func makeStates(for parameters: [Parameter]) -> [State] {
        let members = groups.map { $0.selection.members(of: parameters) }
        return parameters.indices.map { index in
            let group = groups.indices.last { members[$0][index] } ?? 0
            return State(group: group, rule: groups[group].rule.makeState(for: parameters[index].value))
        }
    }

    public func update(_ parameter: inout Tensor, gradient: Tensor, state: inout State, step: Int) {
        groups[state.group].rule.update(&parameter, gradient: gradient, state: &state.rule, step: step)
    }
}
