"""An agent of the same duty as an idle fleetagent, as one would write it with boto3: one conditional GET of the
doorbell a poll, a heartbeat every interval. Only the footprint table of docs/benchmarks.md uses it."""
import json
import sys
import time

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

endpoint, bucket, node, access_key, secret_key, poll, heartbeat = sys.argv[1:8]
s3 = boto3.client(
    "s3", endpoint_url=endpoint, aws_access_key_id=access_key, aws_secret_access_key=secret_key,
    region_name="us-east-1", config=Config(s3={"addressing_style": "path"}))
etag, last_beat = None, 0.0
while True:
    try:
        condition = {"IfNoneMatch": etag} if etag else {}
        etag = s3.get_object(Bucket=bucket, Key="doorbells/" + node, **condition)["ETag"]
    except ClientError as e:
        if e.response["ResponseMetadata"]["HTTPStatusCode"] not in (304, 404):
            print(e, file=sys.stderr)
    if time.monotonic() - last_beat > float(heartbeat) or last_beat == 0:
        body = json.dumps({"node": node, "load": open("/proc/loadavg").read(), "uptime": open("/proc/uptime").read()})
        s3.put_object(Bucket=bucket, Key="agents/" + node + ".json", Body=body.encode())
        last_beat = time.monotonic()
    time.sleep(float(poll))
