-- What a member says of itself beyond what the log needs to know, and when it last gave a sign of life on this server's clock.
alter table node
    add column about text not null default '',
    add column beaten_at timestamptz;
