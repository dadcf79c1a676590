import CCmark

// The one file that knows libcmark.

/// A document as libcmark holds it, freed with its owner; pointers into it do not leave the closures it calls.
private struct ParsedDocument: ~Copyable {
    private let root: OpaquePointer

    init?(_ bytes: [UInt8]) {
        let root = bytes.withUnsafeBytes { buffer in
            cmark_parse_document(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, CMARK_OPT_DEFAULT)
        }
        guard let root else { return nil }
        self.root = root
    }

    deinit { cmark_node_free(root) }

    /// Calls `body` on entering every node, and again on leaving those that can have children.
    func forEachEvent(_ body: (_ isEntering: Bool, _ node: OpaquePointer) -> Void) {
        guard let events = cmark_iter_new(root) else { return }
        defer { cmark_iter_free(events) }
        while true {
            let event = cmark_iter_next(events)
            guard event != CMARK_EVENT_DONE, let node = cmark_iter_get_node(events) else { return }
            body(event == CMARK_EVENT_ENTER, node)
        }
    }
}

extension Tree {
    /// The blocks and inlines of CommonMark text. Block ranges are set, with lines counted from 1; inline ranges are
    /// those of the block they stand in, since libcmark's are wrong in all but the simplest paragraphs.
    init(commonMark bytes: [UInt8]) {
        self.init()
        guard let document = ParsedDocument(bytes) else { return }
        var parents: [ID] = []
        document.forEachEvent { isEntering, pointer in
            let isContainer = isContainer(pointer)
            guard isEntering else {
                if isContainer { parents.removeLast() }
                return
            }
            let kind = kind(of: pointer)
            guard let parent = parents.last else {
                self[root].range = range(of: pointer)
                parents.append(root)
                return
            }
            let range = kind.isInline ? self[parent].range : range(of: pointer)
            let id = add(Node(kind, range))
            append(id, to: parent)
            if isContainer { parents.append(id) }
        }
    }
}

/// What a character reference such as `&amp;` stands for, or nil if it is none.
func characters(ofReference reference: ArraySlice<UInt8>) -> [UInt8]? {
    var result: [UInt8]?
    ParsedDocument(Array(reference))?.forEachEvent { isEntering, node in
        guard isEntering, cmark_node_get_type(node) == CMARK_NODE_TEXT else { return }
        result = Array(string(cmark_node_get_literal(node)).utf8)
    }
    // Without a meaning it comes back as it was.
    return result.flatMap { $0.elementsEqual(reference) ? nil : $0 }
}

private func isContainer(_ node: OpaquePointer) -> Bool {
    switch cmark_node_get_type(node) {
    case CMARK_NODE_CODE_BLOCK, CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK, CMARK_NODE_TEXT,
        CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
        false
    default: true
    }
}

private func kind(of node: OpaquePointer) -> Kind {
    let type = cmark_node_get_type(node)
    return switch type {
    case CMARK_NODE_BLOCK_QUOTE: .blockQuote
    case CMARK_NODE_LIST: .list(list(of: node))
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK:
        .codeBlock(info: string(cmark_node_get_fence_info(node)), text: string(cmark_node_get_literal(node)))
    case CMARK_NODE_HTML_BLOCK: .htmlBlock(string(cmark_node_get_literal(node)))
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_TEXT: .text(string(cmark_node_get_literal(node)))
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code(string(cmark_node_get_literal(node)))
    case CMARK_NODE_HTML_INLINE: .inlineHTML(string(cmark_node_get_literal(node)))
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK:
        .link(destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    case CMARK_NODE_IMAGE:
        .image(destination: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)))
    default: .document
    }
}

private func list(of node: OpaquePointer) -> List {
    let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return List(
        start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil, isTight: cmark_node_get_list_tight(node) != 0)
}

/// libcmark's columns count from 1 and its last one is within the node; ours is the one after.
private func range(of node: OpaquePointer) -> SourceRange {
    let start = Position(
        line: max(1, Int(cmark_node_get_start_line(node))), column: max(1, Int(cmark_node_get_start_column(node))))
    let end = Position(line: Int(cmark_node_get_end_line(node)), column: Int(cmark_node_get_end_column(node)) + 1)
    return SourceRange(start, max(start, end))
}

private func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
}
