from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def times_of_use(store, *, count, per_minute, start=NOON):
    """When each token may be used by a sender that waits as it is told."""
    now, times = start, []
    for _ in range(count):
        now += timedelta(seconds=store.buckets.take("box", per_minute=per_minute, now=now))
        times.append(now)
    return times


def test_the_first_token_is_there_at_once(store):
    assert store.buckets.take("box", per_minute=28, now=NOON) == 0.0
    assert store.buckets.take("other", per_minute=28, now=NOON) == 0.0


def test_no_minute_sees_more_than_its_share(store):
    times = times_of_use(store, count=80, per_minute=28)

    busiest = max(sum(t <= other < t + timedelta(minutes=1) for other in times) for t in times)

    assert busiest == 28


def test_a_pause_saves_up_nothing(store):
    times_of_use(store, count=5, per_minute=6)

    times = times_of_use(store, count=2, per_minute=6, start=NOON + timedelta(hours=1))

    assert times == [NOON + timedelta(hours=1), NOON + timedelta(hours=1, seconds=10)]


def test_a_restart_does_not_burst(keeping):
    keeping.open().buckets.take("box", per_minute=6, now=NOON)

    assert keeping.open().buckets.take("box", per_minute=6, now=NOON + timedelta(seconds=4)) == 6.0


def test_tokens_taken_at_once_are_used_one_after_the_other(store):
    waits = [store.buckets.take("box", per_minute=60, now=NOON) for _ in range(4)]

    assert waits == [0.0, 1.0, 2.0, 3.0]


def test_a_rehearsal_with_a_later_date_does_not_hold_up_today(store):
    store.buckets.take("box", per_minute=6, now=NOON + timedelta(days=90))

    assert store.buckets.take("box", per_minute=6, now=NOON) == 0.0
