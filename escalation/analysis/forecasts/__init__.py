"""How good forecasts of recorded episodes were."""
