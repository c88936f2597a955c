// SPDX-License-Identifier: Apache-2.0
import SCSSupport

extension Report.TestcaseReport {
    package var verdict: Verdict { conclusion.verdict }
    package var reason: Reason? { conclusion.reason }
    package var message: String? { conclusion.message }
    package var advice: String? { conclusion.advice }
}

/// One flat object in JSON.
extension Report.TestcaseReport: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, standard, target, title, url, verdict, reason, message, advice, steps, evidence
        case notes, attestation, waiver
        case isCounted = "counted"
        case carriedOver = "carried_over"
        case testedBy = "tested_by"
        case startedAt = "started_at"
        case validUntil = "valid_until"
        case duration = "duration_seconds"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        id = try fields.decode(String.self, forKey: .id)
        standard = try fields.decode(String.self, forKey: .standard)
        target = try fields.decode(Target.self, forKey: .target)
        title = try fields.decode(String.self, forKey: .title)
        url = try fields.decodeIfPresent(String.self, forKey: .url)
        isCounted = try fields.decode(Bool.self, forKey: .isCounted)
        startedAt = try fields.decodeIfPresent(String.self, forKey: .startedAt)
        duration = try fields.decodeIfPresent(ReportedSeconds.self, forKey: .duration)
        validUntil = try fields.decodeIfPresent(String.self, forKey: .validUntil)
        attestation = try fields.decodeIfPresent(Attestation.self, forKey: .attestation)
        carriedOver = try fields.decodeIfPresent(CarriedOver.self, forKey: .carriedOver)
        testedBy = try fields.decodeIfPresent(TestingProgram.self, forKey: .testedBy)
        steps = try fields.decode([Report.StepReport].self, forKey: .steps)
        evidence = try fields.decode([Evidence].self, forKey: .evidence)
        notes = try fields.decode([String].self, forKey: .notes)
        waiver = try fields.decodeIfPresent(Waiver.self, forKey: .waiver)
        conclusion = Conclusion(try fields.decode(Verdict.self, forKey: .verdict))
        if let reason = try fields.decodeIfPresent(Reason.self, forKey: .reason) {
            conclusion.finding = Finding(
                reason, try fields.decodeIfPresent(String.self, forKey: .message) ?? "",
                advice: try fields.decodeIfPresent(String.self, forKey: .advice))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(standard, forKey: .standard)
        try fields.encode(target, forKey: .target)
        try fields.encode(title, forKey: .title)
        try fields.encodeIfPresent(url, forKey: .url)
        try fields.encode(verdict, forKey: .verdict)
        try fields.encode(isCounted, forKey: .isCounted)
        try fields.encodeIfPresent(reason, forKey: .reason)
        try fields.encodeIfPresent(message, forKey: .message)
        try fields.encodeIfPresent(advice, forKey: .advice)
        try fields.encodeIfPresent(startedAt, forKey: .startedAt)
        try fields.encodeIfPresent(duration, forKey: .duration)
        try fields.encodeIfPresent(validUntil, forKey: .validUntil)
        try fields.encodeIfPresent(attestation, forKey: .attestation)
        try fields.encodeIfPresent(carriedOver, forKey: .carriedOver)
        try fields.encodeIfPresent(testedBy, forKey: .testedBy)
        try fields.encode(steps, forKey: .steps)
        try fields.encode(evidence, forKey: .evidence)
        try fields.encode(notes, forKey: .notes)
        try fields.encodeIfPresent(waiver, forKey: .waiver)
    }
}
