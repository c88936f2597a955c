// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials

/// Certificates from OpenSSL's command line, in DER.
enum CertificateSamples {
    static let ed25519 = der(
        """
        MIIBLjCB4aADAgECAhQ/PjwSjqZ930R1DiguhPiE/Ka4rDAFBgMrZXAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMjcy
        MzU3NDdaGA8yMzAwMDkxMjIzNTc0N1owDDEKMAgGA1UEAwwBYTAqMAUGAytlcAMhADN7T/oGh8EprdFoAfQywm85
        LQM/4qEber1HW6kSOxYBo1MwUTAdBgNVHQ4EFgQUkXPvE+NRRoqpYPEPKb98LWsvzAIwHwYDVR0jBBgwFoAUkXPv
        E+NRRoqpYPEPKb98LWsvzAIwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQCFYwF41h/DYVpDuW0mwflpUxm8E7p9
        6NXruJw3b/nnQiwrgK0m74BTyryBEHmOSzXWrF7tNLVrj+9AwEVE/70N
        """)

    static let brainpool = der(
        """
        MIIBbzCCARagAwIBAgIUFHrVRyONP9fMK9W+bENFEjIJ0dowCgYIKoZIzj0EAwMwDDEKMAgGA1UEAwwBYTAgFw0y
        NjExMjcyMzU3NDdaGA8yMzAwMDkxMjIzNTc0N1owDDEKMAgGA1UEAwwBYTBaMBQGByqGSM49AgEGCSskAwMCCAEB
        BwNCAAQISMa+r5x0FK4YOYhPufhdkkzk51QBkL8KuFbRs/p8W3zMtxZ1om2LQHvcPkESfnb9UQYRMXj3ZY/0JKiQ
        JCKwo1MwUTAdBgNVHQ4EFgQUN4hVOjYmKU+wQAaPyiIxC5Fq2YgwHwYDVR0jBBgwFoAUN4hVOjYmKU+wQAaPyiIx
        C5Fq2YgwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAwNHADBEAiBHaFzabuYbe1cIb7zCOPJobv/LVdCW9xzK
        eJ/vCJ6HXwIgO9sfzmH7YD0M8lZzWvHbjdX7oZNZjtdyuTxEi/mm/OY=
        """)

    static let explicitCurve = der(
        """
        MIICZDCCAgmgAwIBAgIUOcpRvBaoFF74MKiY+F2suQ+7YY4wCgYIKoZIzj0EAwMwDDEKMAgGA1UEAwwBYTAgFw0y
        NjExMjcyMzU3NDdaGA8yMzAwMDkxMjIzNTc0N1owDDEKMAgGA1UEAwwBYTCCAUswggEDBgcqhkjOPQIBMIH3AgEB
        MCwGByqGSM49AQECIQD/////AAAAAQAAAAAAAAAAAAAAAP///////////////zBbBCD/////AAAAAQAAAAAAAAAA
        AAAAAP///////////////AQgWsY12Ko6k+ez671VdpiGvGUdBrDMU7D2O848PifSYEsDFQDEnTYIhucEk2pmeOET
        nSa3gZ9+kARBBGsX0fLhLEJH+Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT+NC4v4af5uO5+tKfA+eFivOM1drMV7O
        y7ZAaDe/UfUCIQD/////AAAAAP//////////vOb6racXnoTzucrC/GMlUQIBAQNCAAS9mYWY5xMP8LX8iZXJ1swC
        Q8iTFrXc3r6tvKKChRITyz2mGB8EX+EzPnoqBYJmLmp+Yk7P7vHfnN7jawbaWIUHo1MwUTAdBgNVHQ4EFgQUS/F3
        +pSZPVptCN/oUknkzRjy4OUwHwYDVR0jBBgwFoAUS/F3+pSZPVptCN/oUknkzRjy4OUwDwYDVR0TAQH/BAUwAwEB
        /zAKBggqhkjOPQQDAwNJADBGAiEA9WullcJ/B0KyxvNptoaqCj++pVyR2c+K7sWcsf9jcloCIQCmKst4Rpckkbn1
        UxUfWEKoKPgvMSEdE/xd/ikRFBaWJw==
        """)

    static let pss = der(
        """
        MIICXDCCAZGgAwIBAgIUM2fZHNWFK7cZZYqW45jeMnmErmAwQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgEF
        AKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgEFAKIDAgEgMAwxCjAIBgNVBAMMAWEwHhcNMjYxMTI3MjM1OTQx
        WhcNMjYxMTMwMjM1OTQxWjAMMQowCAYDVQQDDAFhMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDYrR4A8M4x
        Wpz1Mxm049HaFFZ6sncWkchWi9b4ndgygwe+Dn3eAsYiOntdHBKoA385fb4IJfU8D8dLiFjetfqtyvcmgly7CIun
        Eh9uU0f/zq83YEc5av+2CP5N0aMtBGM4XPVAXhblezB6vTJMPtxx+KXf1LubLVTZSZSGXv8E8QIDAQABo1MwUTAd
        BgNVHQ4EFgQUyN3HH7R0xpiiAUA5rn6dNchLM4swHwYDVR0jBBgwFoAUyN3HH7R0xpiiAUA5rn6dNchLM4swDwYD
        VR0TAQH/BAUwAwEB/zBBBgkqhkiG9w0BAQowNKAPMA0GCWCGSAFlAwQCAQUAoRwwGgYJKoZIhvcNAQEIMA0GCWCG
        SAFlAwQCAQUAogMCASADgYEAWEo9FMJo2YNzHu1PYXWnVOciQ0HfE8Sl4EgytM3y+Dwnmx+Ut+Jv/TztmeDs/qOl
        HdhvLxQkiMmS+7jmbJ92gbMaf2rym4idpffAMvp8pK40cUIsAOSjvgh6kRAKgLMTp+gRhJtJfdlkqDOG0sr5nw9A
        jy7LPzuT39vQhTBDFqU=
        """)

    static let issued = der(
        """
        MIIBSDCB+wIUJyMFehXFiKuOH0bYfm01jKotw0owBQYDK2VwMAwxCjAIBgNVBAMMAWEwHhcNMjYxMTI3MjM1NzQ3
        WhcNMjYxMTI5MjM1NzQ3WjAMMQowCAYDVQQDDAFiMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDYrR4A8M4x
        Wpz1Mxm049HaFFZ6sncWkchWi9b4ndgygwe+Dn3eAsYiOntdHBKoA385fb4IJfU8D8dLiFjetfqtyvcmgly7CIun
        Eh9uU0f/zq83YEc5av+2CP5N0aMtBGM4XPVAXhblezB6vTJMPtxx+KXf1LubLVTZSZSGXv8E8QIDAQABMAUGAytl
        cANBADf1ndzJ4/t9dSgD+JvMgvfeFJftKBKvkRN69nJRo0cney8dj5ErzrqpBEQWTgSPIlVqIa810HaYVqABvdfK
        bw8=
        """)

    private static func der(_ base64: String) -> [UInt8] {
        let letters = base64.split(whereSeparator: \.isNewline).joined()
        return Data(base64Encoded: letters).map { [UInt8]($0) } ?? []
    }
}
