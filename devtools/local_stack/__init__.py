"""The local stack: template.yaml, deployed to an AWS emulator on one machine."""
