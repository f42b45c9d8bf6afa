"""The administration beyond single rows: what a person holds, and acting for one."""
