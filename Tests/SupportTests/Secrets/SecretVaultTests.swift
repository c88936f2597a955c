// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import SCSSupport

/// The filter for foreign text.
struct SecretVaultTests {
    private func vault(_ secrets: String...) -> SecretVault {
        let vault = SecretVault()
        for secret in secrets { vault.add(Secret(secret)) }
        return vault
    }

    @Test(
        arguments: [
            ("p\"ss\\word/1", #"{"a": "p\"ss\\word/1"}"#), ("p ss&word", "?a=p%20ss%26word"),
            ("pass  word", "it said pass word"), ("correct-horse", "Y29ycmVjdC1ob3JzZQ=="),
            ("correct-horse", "dXNlcjpjb3JyZWN0LWhvcnNl"), ("Bearer abcdefgh", "abcdefgh"),
            ("correct-horse-battery-staple", "it was correct-horse-batte…"),
            ("correct-horse-battery-staple", "it was correct-h…"),
        ])
    func `A secret is found in URL, JSON and base64 spelling, even cut`(
        secret: String, text: String
    ) {
        let shown = vault(secret).clean(text)
        #expect(shown.contains("•••"))
        for length in 6...8 {
            #expect(!shown.contains(secret.prefix(length)) || secret.hasPrefix("Bearer"))
        }
    }

    @Test func `Text that only begins like a secret stays, as do secrets of three letters`() {
        let vault = vault("gAAAAABm-one-long-token", "abc", "")
        for text in ["gAAAAABm-another", "abc", "correct…", "", "gAAAAABm-one-lo"] {
            #expect(vault.clean(text) == text)
        }
    }

    @Test func `Redaction leaves no half characters`() {
        #expect(vault("0123456789abcdefü").clean("0123456789abcdefß!") == "•••!")
    }

    @Test(
        arguments: [
            (
                "see https://s3/b/o?X-Amz-Signature=abc&limit=5 now",
                "see https://s3/b/o?X-Amz-Signature=•••&limit=5 now"
            ),
            (
                "/v1/a/b?temp_url_sig=abc&temp_url_expires=5",
                "/v1/a/b?temp_url_sig=•••&temp_url_expires=•••"
            ),
            ("https://user:pass@host/p", "https://•••@host/p"),
            ("\"http://h/#access_token=abc\"", "\"http://h/#access_token=•••\""),
            ("GET /v3/volumes?name=a&weird=1", "GET /v3/volumes?name=a&weird=1"),
            ("really? yes=no a@b.c", "really? yes=no a@b.c"), ("ü?=", "ü?="), ("a=b", "a=b"),
        ])
    func `Signed URLs lose their signature`(text: String, shown: String) {
        #expect(SecretVault().clean(text) == shown)
    }

    @Test func `Long and repetitive texts and tokens are redacted in time`() {
        let token = String(repeating: "a", count: 60_000) + "b"
        let vault = vault(token, String(repeating: "ab", count: 30_000))
        let text = String(repeating: "ab", count: 500_000) + String(repeating: "a", count: 500_000)
        let clock = ContinuousClock()
        var shown = ""
        let time = clock.measure { shown = vault.clean(text) }
        #expect(shown.utf8.count < 3000)
        // It took 40 s once; without optimisation it takes half a second.
        #expect(time < .seconds(10))
    }

    @Test func `Strings anywhere in a JSON value are redacted`() {
        let json: JSON = ["hunter22": ["a", ["b": "hunter22"]], "n": 1]
        #expect(vault("hunter22").clean(json) == ["•••": ["a", ["b": "•••"]], "n": 1])
    }
}
