# For people; CMake does the work. See README.md.
.PHONY: all release dev setup briefing one-page pictures themes gallery test install clean help
.DEFAULT_GOAL := all
PREFIX ?= /usr/local

all: release ## build build/release/accord

setup: ## install what this Debian machine lacks
	@sh .ci/setup

release: setup
	@test -f build/release/build.ninja || cmake --preset release > /dev/null
	@cmake --build --preset release --target accord

dev: setup
	@test -f build/dev/build.ninja || cmake --preset dev > /dev/null
	@cmake --build --preset dev

briefing: release ## render out/briefing.pdf from the facts in data/
	build/release/accord render layouts/briefing.json -o out/briefing.pdf

one-page: release ## render out/one-page.pdf
	build/release/accord render layouts/one-page.json -o out/one-page.pdf

pictures: briefing one-page ## remake the pictures of the README
	@for page in 1 2 5; do \
	    pdftoppm -r 72 -png -singlefile -f $$page -l $$page out/briefing.pdf docs/pictures/briefing-$$page; \
	done
	@pdftoppm -r 72 -png -singlefile out/one-page.pdf docs/pictures/one-page

themes: release ## remake the pictures of docs/themes.md
	@for theme in slate paper grey large; do \
	    build/release/accord render layouts/one-page.json --theme $$theme --pages 1 --dpi 60 -q -o docs/themes/$$theme.png; \
	done
	@build/release/accord render layouts/board-table.json --pages 1 --dpi 60 -q -o docs/themes/board.png
	@build/release/accord render layouts/slides.json --pages 1-3 --dpi 36 -q -o docs/themes/stage-%d.png
	@build/release/accord render layouts/one-page.json --lang ur --pages 1 --dpi 60 -q -o docs/themes/nastaliq.png
	@build/release/accord render layouts/bilingual.json --pages 1 --dpi 60 -q -o docs/themes/twin.png

gallery: release ## remake docs/gallery.md and its pictures
	@python3 -B docs/gallery/make.py build/release/accord

test: dev ## build with sanitizers and run every test
	@ctest --preset dev

install: release ## install under PREFIX (/usr/local)
	cmake --install build/release --prefix $(PREFIX)

clean: ## remove what was built
	rm -rf build out/*.pdf out/*.png

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16
