-- All members of some campaigns, with since when those who are here are here, in milliseconds since 1970.
select m.campaign_id, m.user_id, (extract(epoch from min(p.since)) * 1000)::bigint
from campaign_members m
left join people_here p on p.campaign_id = m.campaign_id and p.user_id = m.user_id
where m.campaign_id = any($1::uuid[])
group by m.campaign_id, m.user_id
order by m.campaign_id, m.user_id
