"""The whole system on one machine: template.yaml, deployed to an AWS emulator."""
