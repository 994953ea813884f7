"""Made-up cities: companies, workers, orders and money, seeded, fast, and calibrated on published figures."""
