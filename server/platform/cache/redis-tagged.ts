/**
 * Entries that are purged by tag, in Redis. When each tag was purged last is kept in one sorted set, so that Redis loses
 * either all of it or nothing: without it, no entry is usable. Its scores only grow, whatever the clock of Redis does; they
 * begin as microseconds of that clock so that a set which was lost goes on above where it was.
 */
const MARKS = `
local marks = KEYS[1]
local function latest()
  local last = redis.call('ZREVRANGE', marks, 0, 0, 'WITHSCORES')[2]
  return last and tonumber(last)
end
local function clock()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end
local function isRefused(answer) return type(answer) == 'table' and answer.err end
local function isUsable(since, tags)
  local last, all = latest(), redis.call('ZSCORE', marks, '*')
  if not last or not all or since > last or tonumber(all) > since then return false end
  for _, tag in ipairs(tags) do
    local purged = redis.call('ZSCORE', marks, tag)
    if purged and tonumber(purged) > since then return false end
  end
  return true
end
`

/** The tag that everything has. */
export const EVERYTHING = '*'

/** Keys: the marks. Answers the present as text; a number of this size would not survive the way. */
export const MOMENT = `${MARKS}
local now = latest()
if not now then
  now = clock()
  if isRefused(redis.pcall('ZADD', marks, now, '*')) then return false end
end
return string.format('%.0f', now)`

/**
 * Keys: the marks. Arguments: how long marks are needed in microseconds, then the tags. Where they cannot be noted the marks
 * go, and with them the use of all entries.
 */
export const PURGE = `${MARKS}
local last, now = latest(), clock()
if last and last >= now then now = last + 1 end
local all = redis.call('ZSCORE', marks, '*') or now
redis.call('ZREMRANGEBYSCORE', marks, '-inf', now - tonumber(ARGV[1]))
local refused = isRefused(redis.pcall('ZADD', marks, all, '*'))
for i = 2, #ARGV do refused = refused or isRefused(redis.pcall('ZADD', marks, now, ARGV[i])) end
if refused then redis.call('DEL', marks) end
return 1`

/** Keys: the marks, the entry. Answers its value, its tags and its age in milliseconds. */
export const GET = `${MARKS}
local found = redis.call('HMGET', KEYS[2], 'since', 'tags', 'ttl', 'value')
if not found[4] then return false end
if not isUsable(tonumber(found[1]), cjson.decode(found[2])) then
  redis.call('DEL', KEYS[2])
  return false
end
return { found[4], found[2], found[3] - redis.call('PTTL', KEYS[2]) }`

/**
 * Keys: the marks, the entry, the list of entries by when they end. Arguments: its moment, its tags, its longest life in
 * milliseconds, its value, how many entries there may be. Those that would end first make room; a Redis that is full
 * keeps nothing.
 */
export const SET = `${MARKS}
if not isUsable(tonumber(ARGV[1]), cjson.decode(ARGV[2])) then return 0 end
if isRefused(redis.pcall('HSET', KEYS[2], 'since', ARGV[1], 'tags', ARGV[2], 'ttl', ARGV[3], 'value', ARGV[4])) then return 0 end
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', clock())
redis.call('ZADD', KEYS[3], clock() + ARGV[3] * 1000, KEYS[2])
local over = redis.call('ZCARD', KEYS[3]) - ARGV[5]
if over > 0 then
  local oldest = redis.call('ZPOPMIN', KEYS[3], over)
  for i = 1, #oldest, 2 do redis.call('DEL', oldest[i]) end
end
return 1`
