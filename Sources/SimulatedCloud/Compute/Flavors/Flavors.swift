// SPDX-License-Identifier: Apache-2.0
import SCSHTTP
import SCSSupport

extension World {
    func flavors(_ request: ComputeCall) throws(Answer) -> Answer {
        guard request.call.method == .get else {
            if request.path.count == 1, request.call.method == .post {
                throw .policy("os_compute_api:os-flavor-manage:create")
            }
            throw .unknownPath
        }
        switch request.path.count {
        case 1: return try listFlavors(request)
        case 2 where request.path[1] == "detail": return try listFlavors(request)
        case 2:
            return .json(200, ["flavor": view(try findFlavor(request.path[1]), request)])
        case 3 where request.path[2] == "os-extra_specs":
            let flavor = try findFlavor(request.path[1])
            return .json(200, ["extra_specs": flavor.extraSpecsDocument])
        case 4 where request.path[2] == "os-extra_specs":
            let flavor = try findFlavor(request.path[1])
            guard let value = flavor.extraSpecs[request.path[3]] else {
                throw .fault(
                    404,
                    "Flavor \(flavor.id) has no extra specs with key \(request.path[3]).")
            }
            return .json(200, .object([request.path[3]: .string(value)]))
        default: throw .unknownPath
        }
    }

    func findFlavor(_ id: String) throws(Answer) -> Flavor {
        guard let flavor = flavors[id] else { throw .notFound("Flavor \(id)") }
        return flavor
    }

    private func listFlavors(_ request: ComputeCall) throws(Answer) -> Answer {
        let page = try request.page()
        var index = 0
        if let marker = page.marker {
            guard let position = flavors.position(of: marker) else {
                throw .fault(400, "marker [\(marker)] not found")
            }
            index = position + 1
        }
        let least = (
            memory: request.call.parameter("minRam").flatMap { Int64($0) } ?? 0,
            disk: request.call.parameter("minDisk").flatMap { Int64($0) } ?? 0
        )
        let isDetailed = request.path.last == "detail"
        var views: [JSON] = []
        var last = ""
        while index < flavors.rows.count, views.count < page.limit {
            let flavor = flavors.rows[index]
            index += 1
            guard flavor.memory >= least.memory, flavor.disk >= least.disk else { continue }
            views.append(isDetailed ? view(flavor, request) : summary(flavor, request))
            last = flavor.id
        }
        var document: [String: JSON] = ["flavors": .array(views)]
        if page.limit > 0, views.count == page.limit {
            document["flavors_links"] = request.nextLink(after: last)
        }
        return .json(200, .object(document))
    }

    private func summary(_ flavor: Flavor, _ request: ComputeCall) -> JSON {
        var view: [String: JSON] = [
            "id": .string(flavor.id), "name": .string(flavor.name),
            "links": Self.computeLinks("flavors", flavor.id),
        ]
        if request.isAtLeast(55) { view["description"] = .null }
        return .object(view)
    }

    private func view(_ flavor: Flavor, _ request: ComputeCall) -> JSON {
        var view: [String: JSON] = [
            "id": .string(flavor.id), "name": .string(flavor.name), "ram": .int(flavor.memory),
            "disk": .int(flavor.disk), "vcpus": .int(flavor.cpus),
            "swap": request.isAtLeast(75) ? 0 : "", "OS-FLV-EXT-DATA:ephemeral": 0,
            "OS-FLV-DISABLED:disabled": false, "os-flavor-access:is_public": true,
            "rxtx_factor": .double(1), "links": Self.computeLinks("flavors", flavor.id),
        ]
        if request.isAtLeast(55) { view["description"] = .null }
        if request.isAtLeast(61) { view["extra_specs"] = flavor.extraSpecsDocument }
        return .object(view)
    }
}

extension Flavor {
    fileprivate var extraSpecsDocument: JSON { .object(extraSpecs.mapValues(JSON.string)) }
}
