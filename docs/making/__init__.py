"""What the pages are made with: code read as equations, registers read as tables, equations typeset."""
