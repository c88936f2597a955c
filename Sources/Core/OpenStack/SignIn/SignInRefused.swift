// SPDX-License-Identifier: Apache-2.0

/// The Identity service gives no token: nothing that was asked of another service is judged by it.
package struct SignInRefused: Error, CustomStringConvertible {
    package var error: APIError
    package var advice = "Check the password or the application credential and its expiry."

    package var description: String { error.description }
}
