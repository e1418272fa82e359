"""The only access to AWS: table, bucket, bus, queues, mail, sign-in; and the tenant guard."""
