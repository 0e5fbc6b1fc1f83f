from service.limits import RateLimit


def test_a_client_past_its_cap_is_told_how_long_to_wait_and_others_are_not():
    now = [0.0]
    limit = RateLimit(2, lambda: now[0])
    assert [limit.allow("a"), limit.allow("a")] == [0, 0]
    now[0] = 20.5
    assert limit.allow("a") == 40
    assert limit.allow("b") == 0
    now[0] = 60.1
    assert limit.allow("a") == 0


def test_no_cap_never_refuses():
    limit = RateLimit(0)
    assert not any(limit.allow("a") for _ in range(1000))
