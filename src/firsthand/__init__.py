"""Who really said it first, who copied it, what each copy changed, and how many independent sources stand behind it."""
