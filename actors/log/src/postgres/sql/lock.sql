-- Takes the advisory lock $1, if nobody is in the way: for oneself, or ($2) beside others.
select case when $2 then pg_try_advisory_lock_shared($1) else pg_try_advisory_lock($1) end
