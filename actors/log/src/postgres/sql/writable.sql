-- Whether the server takes writes; and a commit is answered only when it is on disk, whatever the
-- server's default.
select current_setting('transaction_read_only') = 'off' and (
    current_setting('synchronous_commit') <> 'off'
    or set_config('synchronous_commit', 'on', false) = 'on')
