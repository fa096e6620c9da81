import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'

/** What must hold of coupons, whatever happened. */
export const inspectCoupons = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      'how often a coupon was used is what its redemptions say',
      sql`
        with live as (select coupon_id, person_keys from coupon_redemptions where state in ('taken', 'redeemed')),
        counted as (
          select coupon.id, coupon.used, (select count(*) from live where live.coupon_id = coupon.id) as redemptions, null as person_key
          from coupons coupon
          union all
          select person.coupon_id, person.used,
            (select count(*) from live where live.coupon_id = person.coupon_id and person.person_key = any(live.person_keys)), person.person_key
          from coupon_uses person
          union all
          select distinct live.coupon_id, 0, 1, person_key from live cross join unnest(live.person_keys) as person_key
          where not exists (select from coupon_uses known where known.coupon_id = live.coupon_id and known.person_key = person_key)
        )
        select id, person_key, used, redemptions from counted where used <> redemptions`,
    ),
    inspect(
      ctx,
      'a use of a coupon stands as its checkout does, with the discount of its order',
      sql`
        select redemption.id, redemption.state, checkout.status, redemption.discount_minor, sum(o.discount_minor) as given
        from coupon_redemptions redemption
        join checkouts checkout on checkout.id = redemption.checkout_id
        left join order_groups groups on groups.checkout_id = checkout.id
        left join orders o on o.group_id = groups.id
        group by redemption.id, checkout.id
        having redemption.state <> case checkout.status when 'paying' then 'taken' when 'completed' then 'redeemed' else 'released' end
          or (redemption.state = 'redeemed' and redemption.discount_minor is distinct from sum(o.discount_minor))`,
    ),
  ])
