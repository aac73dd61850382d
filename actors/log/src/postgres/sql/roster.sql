with everyone as (select owner, name, roles, draining, lease_until from node),
