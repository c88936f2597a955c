// SPDX-License-Identifier: Apache-2.0

/// What happens during a run, for progress, transcript and tests.
package enum Event: Sendable {
    case began(testcase: String)
    case stepBegan(testcase: String, title: String)
    /// A wait saw this state of a resource, that long after its start.
    case waiting(testcase: String, what: String, state: String, for: Duration)
    case stepEnded(testcase: String, title: String, state: StepState, duration: Duration)
    case tracked(testcase: String, TrackerEvent)
    case note(testcase: String, String)
    case ended(TestcaseOutcome)
}

/// How far a declared step came.
public enum StepState: String, Codable, Sendable {
    case passed, failed, aborted
    case notReached = "not-reached"
}

/// The result of one declared step.
package struct StepOutcome: Sendable {
    package var step: Step
    package var state: StepState
    package var duration: Duration?
}
