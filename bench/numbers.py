"""Number recognition side by side: ``python bench/numbers.py [-v]``; the work is in ``recognition.py``.

A script's folder comes first on the module path, so this name hides the standard library's ``numbers`` from every script
here; imported as that, it hands on the real one.
"""

if __name__ == "__main__":
    import recognition

    recognition.main()
else:
    import sysconfig
    from pathlib import Path

    exec(compile((Path(sysconfig.get_path("stdlib")) / "numbers.py").read_text("utf8"), "numbers.py", "exec"))
