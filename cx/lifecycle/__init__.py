"""The life of accounts: onboarding, contracts, renewals; from the canonical tables, without tables of their own."""
