"""``python -m scripts.bench``: the benchmark."""

from scripts.bench.command import main

if __name__ == "__main__":
    main()
