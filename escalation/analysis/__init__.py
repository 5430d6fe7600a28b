"""What the runs say: odds, variance, deaths, durations. Tables in, tables out."""
