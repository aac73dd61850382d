-- Whether the server takes writes; and a commit is answered only when it is on disk, whatever the
-- server's default.
select current_setting('transaction_read_only') = 'off' and
    case when current_setting('synchronous_commit') = 'off'
        then set_config('synchronous_commit', 'on', false) = 'on' else true end
