"""The interviewer's face: how it is drawn, how its mouth follows the sound, how it is sent."""
