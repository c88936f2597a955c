// SPDX-License-Identifier: Apache-2.0
import SCSHTTP

// Placement and the load balancer answer only what discovery reads.
extension World {
    mutating func placement(_ call: Call) throws(Answer) -> Answer {
        guard call.path.isEmpty else {
            _ = try caller(call, orElse: .unauthenticated)
            throw .page(404, "The resource could not be found.")
        }
        return .json(
            200,
            [
                "versions": [
                    [
                        "id": "v1.0", "max_version": "1.39", "min_version": "1.0",
                        "status": "CURRENT", "links": [["rel": "self", "href": ""]],
                    ]
                ]
            ])
    }

    mutating func loadBalancer(_ call: Call) throws(Answer) -> Answer {
        switch call.path {
        case []:
            let minors = 0...30
            return .json(
                200,
                [
                    "versions": .array(
                        minors.map { minor in
                            [
                                "id": .string("v2.\(minor)"),
                                "status": minor == minors.upperBound ? "CURRENT" : "SUPPORTED",
                                "updated": "2016-12-11T00:00:00Z",
                                "links": [
                                    [
                                        "rel": "self",
                                        "href": .string(Host.loadBalancer.text + "/v2"),
                                    ]
                                ],
                            ]
                        })
                ])
        case ["v2", "lbaas", "loadbalancers"] where call.method == .get:
            _ = try caller(call, orElse: .unauthenticated)
            return .json(200, ["loadbalancers": [], "loadbalancers_links": []])
        default:
            _ = try caller(call, orElse: .unauthenticated)
            throw .json(
                404,
                [
                    "faultcode": "Client", "faultstring": "The resource could not be found.",
                    "debuginfo": nil,
                ])
        }
    }
}
