"""Telling people what concerns them: notices as durable rows, mail made from them, one-click unsubscribing."""
