from command_line import command, papers, program

__all__ = ["command", "papers", "program"]
