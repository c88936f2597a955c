// SPDX-License-Identifier: Apache-2.0
import SCSLibYAML

/// A parsing event from libyaml.
enum YAMLEvent {
    case scalar(String, YAMLNode.Style, anchor: String?, tag: String?)
    case alias(String)
    case sequenceStart(anchor: String?, tag: String?)
    case mappingStart(anchor: String?, tag: String?)
    case collectionEnd
    case documentStart
    case documentEnd
    case streamStart
    case streamEnd
}

/// libyaml's event parser over bytes in memory: the only unsafe code of the YAML layer.
///
/// Everything that libyaml allocates is freed before `next` returns, or in `deinit`.
final class YAMLParser {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let file: String
    private let isReady: Bool

    init(_ bytes: [UInt8], file: String) {
        self.file = file
        // libyaml keeps the pointer between calls, so the bytes need a stable address.
        input = .allocate(capacity: bytes.count)
        _ = input.initialize(from: bytes)
        parser = .allocate(capacity: 1)
        parser.initialize(to: yaml_parser_t())
        isReady = yaml_parser_initialize(parser) == 1
        if isReady {
            yaml_parser_set_input_string(parser, input.baseAddress, input.count)
            // Otherwise a file that begins like UTF-16 is read as UTF-16.
            yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        }
    }

    deinit {
        if isReady { yaml_parser_delete(parser) }
        parser.deallocate()
        input.deallocate()
    }

    /// The next event; must not be called after `streamEnd` or an error.
    func next() throws(YAMLError) -> (event: YAMLEvent, position: Position) {
        guard isReady else {
            throw YAMLError(Position(place: file), "not enough memory to read this file")
        }
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        return (Self.converted(event), position(event.start_mark))
    }

    private static func converted(_ event: yaml_event_t) -> YAMLEvent {
        switch event.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return .scalar(
                String(decoding: bytes, as: UTF8.self),
                scalar.style == YAML_PLAIN_SCALAR_STYLE ? .plain : .quoted,
                anchor: text(scalar.anchor), tag: text(scalar.tag))
        case YAML_ALIAS_EVENT: return .alias(text(event.data.alias.anchor) ?? "")
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return .sequenceStart(anchor: text(start.anchor), tag: text(start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return .mappingStart(anchor: text(start.anchor), tag: text(start.tag))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: return .collectionEnd
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        default: return .streamEnd
        }
    }

    private static func text(_ characters: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        characters.map { String(cString: $0) }
    }

    private func position(_ mark: yaml_mark_t) -> Position {
        Position(file: file, line: mark.line + 1, column: mark.column + 1)
    }

    private func failure() -> YAMLError {
        let state = parser.pointee
        let complaint = YAMLComplaint(
            problem: state.problem.map { String(cString: $0) } ?? "it cannot be read",
            context: state.context.map { String(cString: $0) },
            contextLine: state.context_mark.line + 1)
        switch state.error {
        case YAML_READER_ERROR:
            return complaint.unreadable(input, at: state.problem_offset, file: file)
        case YAML_MEMORY_ERROR:
            return YAMLError(Position(place: file), "not enough memory to read this file")
        default:
            return complaint.malformed(input, at: position(state.problem_mark))
        }
    }
}
