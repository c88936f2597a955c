# SPDX-License-Identifier: Apache-2.0
"""Says InvalidAccessKeyId for a key that Keystone does not know, as S3 and Ceph's gateway do.
Swift's own s3api calls every refusal SignatureDoesNotMatch."""
import hashlib
import re

from keystoneauth1 import exceptions, session
from keystoneauth1.identity import v3
from swift.common.swob import wsgify
from swift.common.middleware.s3api.s3response import InvalidAccessKeyId

AUTH = ("auth_url", "username", "password", "project_name")


def filter_factory(global_conf, **conf):
    keystone = session.Session(v3.Password(user_domain_name="Default", project_domain_name="Default",
                                           **{k: conf[k] for k in AUTH}))

    def is_known(key):
        path = "/credentials/" + hashlib.sha256(key.encode()).hexdigest()  # so Keystone names an EC2 credential
        try:
            return keystone.get(path, endpoint_filter={"service_type": "identity"}).ok
        except exceptions.NotFound:
            return False

    def wrapped(app):
        @wsgify
        def s3keys(request):
            answer = request.get_response(app)
            key = re.match(r"AWS4-HMAC-SHA256 Credential=([^/]+)/|AWS ([^:]+):", request.headers.get("Authorization", ""))
            if key and answer.status_int == 403 and b"SignatureDoesNotMatch" in answer.body and not is_known(key[1] or key[2]):
                return InvalidAccessKeyId()
            return answer
        return s3keys
    return wrapped
