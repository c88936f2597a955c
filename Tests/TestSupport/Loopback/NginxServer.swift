// SPDX-License-Identifier: Apache-2.0
package import Foundation
import Glibc

/// A real nginx (Debian's `nginx-light`) on a free loopback port, ended with this object.
package final class NginxServer: Sendable {
    package let port: Int
    package var directory: URL { folder.url }
    private let folder: TemporaryFolder
    private let program: LastingProgram

    /// `server` goes into the `server` block; `options` after the port, such as `ssl http2`.
    package init(options: String = "", files: [String: Data] = [:], server: String) throws {
        let (listener, port) = try LoopbackSocket.listen()
        defer { close(listener) }
        self.port = port
        folder = try TemporaryFolder()
        for (name, content) in files { try content.write(to: folder.file(name)) }
        let configuration = """
            daemon off; user root; worker_processes 1; pid nginx.pid; error_log error.log;
            events { worker_connections 512; }
            http {
              access_log off; client_max_body_size 0; keepalive_requests 1000000;
              client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              server { listen 127.0.0.1:\(port) \(options); \(server) }
            }
            """
        try Data(configuration.utf8).write(to: folder.file("nginx.conf"))
        program = try Self.start(folder.url, listener)
    }

    package func url(_ path: String, scheme: String = "http", host: String = "127.0.0.1") -> URL {
        URL.loopback(scheme, port: port, host: host, path)
    }

    /// nginx inherits the listening socket, so its port is reserved and ready at once.
    private static func start(_ directory: URL, _ listener: CInt) throws -> LastingProgram {
        _ = fcntl(listener, F_SETFL, O_NONBLOCK)  // as nginx expects of a socket it inherits
        let path = directory.path()
        do {
            // SIGTERM is fast, and ends its worker with it.
            return try LastingProgram(
                "/usr/sbin/nginx",
                ["-p", path, "-c", "\(path)/nginx.conf", "-e", "\(path)/start.log"],
                environment: ["NGINX=3;", "PATH=/usr/sbin:/usr/local/sbin:/usr/bin:/bin"],
                descriptors: [3: listener])
        } catch {
            throw LoopbackSocket.Failure(description: "\(error) Install nginx-light.")
        }
    }
}
