"""For all tests: laws are tried on a busy machine too, so no clock decides whether they hold."""

from hypothesis import HealthCheck, settings

settings.register_profile("gouji", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("gouji")
