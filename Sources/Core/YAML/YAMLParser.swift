// SPDX-License-Identifier: Apache-2.0
import CYAML

/// libyaml's event parser; the only place that touches its memory.
final class YAMLParser {
    struct Event {
        enum Kind {
            case documentStart, streamEnd, sequenceStart, sequenceEnd, mappingStart, mappingEnd
            case scalar(String, isPlain: Bool, tag: String?)
            case alias(String)
            case other
        }

        var kind: Kind
        var anchor: String?
        var position: SourcePosition
    }

    private let file: String
    private let state: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8], file: String) {
        self.file = file
        state = .allocate(capacity: 1)
        state.initialize(to: yaml_parser_t())
        input = .allocate(capacity: max(bytes.count, 1))
        _ = input.initialize(from: bytes)
        yaml_parser_initialize(state)
        yaml_parser_set_encoding(state, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(state, input.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(state)
        state.deallocate()
        input.deallocate()
    }

    func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(state, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        let position = place(event.start_mark)
        var anchor: String?
        let kind: Event.Kind
        switch event.type {
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_STREAM_END_EVENT: kind = .streamEnd
        case YAML_SEQUENCE_START_EVENT:
            anchor = text(event.data.sequence_start.anchor)
            kind = .sequenceStart
        case YAML_SEQUENCE_END_EVENT: kind = .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            anchor = text(event.data.mapping_start.anchor)
            kind = .mappingStart
        case YAML_MAPPING_END_EVENT: kind = .mappingEnd
        case YAML_ALIAS_EVENT: kind = .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            anchor = text(scalar.anchor)
            kind = .scalar(
                String(
                    decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length),
                    as: UTF8.self),
                isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE && scalar.tag == nil,
                tag: text(scalar.tag))
        default: kind = .other
        }
        return Event(kind: kind, anchor: anchor, position: position)
    }

    private func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private func place(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(file: file, line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }

    private func failure() -> YAMLError {
        let problem = state.pointee.problem.map { String(cString: $0) } ?? "it is not YAML"
        guard state.pointee.error != YAML_READER_ERROR else {
            // The reader knows an offset only; the mark is where the scanner was.
            return YAMLError(
                place(state.pointee.mark),
                "It is not YAML: \(problem) at byte \(state.pointee.problem_offset).")
        }
        let context = state.pointee.context.map { " " + String(cString: $0) } ?? ""
        return YAMLError(place(state.pointee.problem_mark), "It is not YAML: \(problem)\(context).")
    }
}
