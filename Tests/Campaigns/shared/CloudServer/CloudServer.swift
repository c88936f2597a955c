// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport

/// Serves a simulated cloud on loopback, so that it outlives the program under test.
///
/// Prints its port and answers until its standard input ends, and so with its campaign at the
/// latest;
/// `Control` lists the requests of campaigns.
@main
enum CloudServer {
    static func main() throws {
        signal(SIGPIPE, SIG_IGN)
        let (listener, port) = try LoopbackSocket.listen()
        let control = try Control(base: "http://127.0.0.1:\(port)")
        FileHandle.standardOutput.write(Data("\(port)\n".utf8))
        Thread.detachNewThread {
            _ = FileHandle.standardInput.readDataToEndOfFile()
            exit(0)
        }
        while true {
            let socket = accept(listener, nil, nil)
            guard socket >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
            }
            Thread.detachNewThread {
                serve(Connection(socket), control)
                close(socket)
            }
        }
    }

    /// Answers one request after another until the client disconnects or an answer is withheld.
    private static func serve(_ connection: Connection, _ control: Control) {
        while let request = connection.readRequest() {
            if request.path.hasPrefix("/control/") {
                let answer = control.answer(request, connection.readBody())
                guard connection.write(answer, to: request) else { return }
                continue
            }
            let universe = control.universe
            let number = universe.gate.arrived(request)
            guard let number, let answer = universe.answer(request, on: connection) else { return }
            universe.gate.processed(number)
            guard connection.write(answer, to: request) else { return }
            universe.gate.answered(number)
            guard connection.skipBody() else { return }
        }
    }
}
