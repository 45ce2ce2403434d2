"""What stands between findings and the exit code: waivers, the baseline, and the difference of two results."""
