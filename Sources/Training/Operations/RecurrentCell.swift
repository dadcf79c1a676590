/// One example at one step of a recurrence: rows of `width` numbers, the gates one after another.
struct CellRow<S: Scalar> {
    let width: Int
    /// Before the forward step W·x + b; after it, the gates.
    let gates: UnsafeMutablePointer<S>
    /// Forward: U·h + c. Backward: where the gradient of that goes, when it differs from the one of W·x + b.
    let recurrent: UnsafeMutablePointer<S>
    let extras: UnsafeMutablePointer<S>
    let extrasBefore: UnsafeMutablePointer<S>?
    /// The distance from one kind of extra number to the next.
    let extraSize: Int
    let state: UnsafeMutablePointer<S>
    let stateBefore: UnsafePointer<S>
}

/// What happens between the state before and the state after, element by element. P = W·x + b and R = U·h + c.
///
///     tanh   h′ = tanh(P + R)                                                          (Elman 1990)
///     lstm   i, f, o = σ(P + R), g = tanh(P + R), c′ = f·c + i·g, h′ = o·tanh(c′)      (Gers et al. 2000)
///     gru    r, z = σ(P + R), n = tanh(P + r·R), h′ = (1 − z)·n + z·h                  (Cho et al. 2014)
///
/// The gates stand in the order i, f, g, o and r, z, n. An LSTM adds c′ and tanh(c′) to the trace, a GRU the R of n.
enum RecurrentCell {
    case tanh, lstm, gru

    var gates: Int { self == .tanh ? 1 : self == .lstm ? 4 : 3 }
    var extras: Int { self == .tanh ? 0 : self == .lstm ? 2 : 1 }

    fileprivate func forward<S: Scalar>(_ row: CellRow<S>) {
        switch self {
        case .tanh: forwardTanh(row)
        case .lstm: forwardLSTM(row)
        case .gru: forwardGRU(row)
        }
    }

    fileprivate func backward<S: Scalar>(
        _ row: CellRow<S>, _ slopes: UnsafeMutablePointer<S>, _ state: UnsafePointer<S>,
        _ before: UnsafeMutablePointer<S>, _ memory: UnsafeMutablePointer<S>
    ) {
        switch self {
        case .tanh:
            for k in 0..<row.width {
                slopes[k] = state[k] * (1 - row.state[k] * row.state[k])
                before[k] = 0
            }
        case .lstm: backwardLSTM(row, slopes, state, before, memory)
        case .gru: backwardGRU(row, slopes, state, before)
        }
    }

    private func forwardTanh<S: Scalar>(_ row: CellRow<S>) {
        for k in 0..<row.width { row.state[k] = row.gates[k] + row.recurrent[k] }
        S.replaceByTanh(row.state, row.width)
    }

    private func forwardLSTM<S: Scalar>(_ row: CellRow<S>) {
        let width = row.width, gates = row.gates, recurrent = row.recurrent
        for k in 0..<4 * width { gates[k] += recurrent[k] }
        S.replaceByLogistic(gates, 2 * width)
        S.replaceByTanh(gates + 2 * width, width)
        S.replaceByLogistic(gates + 3 * width, width)
        let (i, f, g, o) = (gates, gates + width, gates + 2 * width, gates + 3 * width)
        let memory = row.extras, squashed = row.extras + row.extraSize, state = row.state
        if let before = row.extrasBefore {
            for k in 0..<width { memory[k] = f[k] * before[k] + i[k] * g[k] }
        } else {
            for k in 0..<width { memory[k] = i[k] * g[k] }
        }
        squashed.update(from: memory, count: width)
        S.replaceByTanh(squashed, width)
        for k in 0..<width { state[k] = o[k] * squashed[k] }
    }

    private func backwardLSTM<S: Scalar>(
        _ row: CellRow<S>, _ slopes: UnsafeMutablePointer<S>, _ state: UnsafePointer<S>,
        _ before: UnsafeMutablePointer<S>, _ memory: UnsafeMutablePointer<S>
    ) {
        let width = row.width, squashed = row.extras + row.extraSize
        let (i, f, g, o) = (row.gates, row.gates + width, row.gates + 2 * width, row.gates + 3 * width)
        let (di, df, dg, dO) = (slopes, slopes + width, slopes + 2 * width, slopes + 3 * width)
        for k in 0..<width {
            let dc = memory[k] + state[k] * o[k] * (1 - squashed[k] * squashed[k])
            di[k] = dc * g[k] * i[k] * (1 - i[k])
            dg[k] = dc * i[k] * (1 - g[k] * g[k])
            dO[k] = state[k] * squashed[k] * o[k] * (1 - o[k])
            df[k] = dc * f[k] * (1 - f[k])
            memory[k] = dc * f[k]
            before[k] = 0
        }
        if let c = row.extrasBefore {
            for k in 0..<width { df[k] *= c[k] }
        } else {
            df.update(repeating: 0, count: width)
        }
    }

    private func forwardGRU<S: Scalar>(_ row: CellRow<S>) {
        let width = row.width
        let (r, z, n) = (row.gates, row.gates + width, row.gates + 2 * width), recurrent = row.recurrent
        let candidate = recurrent + 2 * width, kept = row.extras
        for k in 0..<2 * width { r[k] += recurrent[k] }
        S.replaceByLogistic(r, 2 * width)
        for k in 0..<width {
            kept[k] = candidate[k]
            n[k] += r[k] * candidate[k]
        }
        S.replaceByTanh(n, width)
        for k in 0..<width { row.state[k] = (1 - z[k]) * n[k] + z[k] * row.stateBefore[k] }
    }

    private func backwardGRU<S: Scalar>(
        _ row: CellRow<S>, _ slopes: UnsafeMutablePointer<S>, _ state: UnsafePointer<S>,
        _ before: UnsafeMutablePointer<S>
    ) {
        let width = row.width
        let (r, z, n) = (row.gates, row.gates + width, row.gates + 2 * width), candidate = row.extras
        let (dr, dz, dn) = (slopes, slopes + width, slopes + 2 * width)
        for k in 0..<width {
            dn[k] = state[k] * (1 - z[k]) * (1 - n[k] * n[k])
            dz[k] = state[k] * (row.stateBefore[k] - n[k]) * z[k] * (1 - z[k])
            dr[k] = dn[k] * candidate[k] * r[k] * (1 - r[k])
            before[k] = state[k] * z[k]
            row.recurrent[k] = dr[k]
            row.recurrent[k + width] = dz[k]
            row.recurrent[k + 2 * width] = dn[k] * r[k]
        }
    }
}

// Here, beside the formulas, so that they are compiled for each scalar.
extension Float {
    static func forward(_ cell: RecurrentCell, _ row: CellRow<Float>) { cell.forward(row) }
    static func backward(
        _ cell: RecurrentCell, _ row: CellRow<Float>, _ slopes: UnsafeMutablePointer<Float>,
        _ state: UnsafePointer<Float>, _ before: UnsafeMutablePointer<Float>, _ memory: UnsafeMutablePointer<Float>
    ) {
        cell.backward(row, slopes, state, before, memory)
    }
}

extension Dual {
    static func forward(_ cell: RecurrentCell, _ row: CellRow<Dual>) { cell.forward(row) }
    static func backward(
        _ cell: RecurrentCell, _ row: CellRow<Dual>, _ slopes: UnsafeMutablePointer<Dual>,
        _ state: UnsafePointer<Dual>, _ before: UnsafeMutablePointer<Dual>, _ memory: UnsafeMutablePointer<Dual>
    ) {
        cell.backward(row, slopes, state, before, memory)
    }
}
