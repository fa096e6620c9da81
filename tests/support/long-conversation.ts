import postgres from 'postgres'
import { runningPostgresUrl } from '../../scripts/postgres/embedded-postgres'

/**
 * Puts what was said in the last `days` days into a conversation of this worker's marketplace, so much each day: a shopper and
 * who keeps the shop in turns, `Line 1` and so on. What was in it before was said a year earlier.
 */
export async function fillConversation(conversationId: string, { days, eachDay }: { days: number; eachDay: number }): Promise<void> {
  const sql = postgres((await runningPostgresUrl(process.env.SOUK_E2E_DATA!))!, { max: 1 })
  try {
    await sql.begin(async (tx) => {
      const [{ lastSeq, lastRev }] = (await tx`
        select last_seq as "lastSeq", last_rev as "lastRev" from conversations where id = ${conversationId} for update`) as unknown as [
        { lastSeq: number; lastRev: number },
      ]
      await tx`update messages set created_at = now() - interval '2 years' where conversation_id = ${conversationId}`
      await tx`
        insert into messages (conversation_id, seq, rev, sender_id, client_id, kind, body, created_at)
        select c.id, ${lastSeq} + n, ${lastRev} + n, case when n % 2 = 0 then c.buyer_id else keeper.user_id end, gen_random_uuid(), 'text',
          'Line ' || n, date_trunc('day', now()) - make_interval(days => ${days} - (n - 1) / ${eachDay}, hours => -12, secs => -n)
        from conversations c
        cross join lateral (select user_id from shop_members where shop_id = c.shop_id order by created_at limit 1) keeper
        cross join generate_series(1, ${days * eachDay}::int) n
        where c.id = ${conversationId}`
      await tx`
        update conversations set last_seq = ${lastSeq + days * eachDay}, last_rev = ${lastRev + days * eachDay}, begun = true, updated_at = now()
        where id = ${conversationId}`
    })
  } finally {
    await sql.end()
  }
}
