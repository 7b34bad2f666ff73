"""Pictures, sound, fonts, documents and certificates: walked to their end, what stands behind it is a child."""
