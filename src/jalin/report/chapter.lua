-- What a chapter, and what it cites, may be: text, headings, lists, tables, links, pictures beside the chapter.
-- Anything else is shown as the text that it is. HTML stands there only where the report itself set it in.

local LINKS = { http = true, https = true, mailto = true, doi = true }
-- what citeproc and tables need; a script or a style is in none of these
local ATTRIBUTES = {
  width = true, height = true, lang = true, dir = true, role = true, startFrom = true,
  ["entry-spacing"] = true, ["line-spacing"] = true,
}
local PICTURE = { "^data:image/png;base64,", "^data:image/jpeg;base64,", "^data:image/gif;base64," }

local function attributes(element)
  for name in pairs(element.attributes) do
    if not ATTRIBUTES[name] then
      element.attributes[name] = nil
    end
  end
  return element
end

-- the words, and where they would have led
local function shown(words, address)
  if pandoc.utils.stringify(words) ~= address then
    words:extend({ pandoc.Space(), pandoc.Str("(" .. address .. ")") })
  end
  return words
end

-- an address of the web, a work, mail, a place in the report, or a file beside it
local function leads(address)
  local scheme = address:match("^(%a+):")
  return scheme and LINKS[scheme:lower()] or address:match("^#") or address:match("^[%w_-][%w_./%%-]*#?[%w_-]*$")
end

local function link(element)
  return leads(element.target) and attributes(element) or shown(element.content, element.target)
end

local function picture(element)
  for _, form in ipairs(PICTURE) do
    if element.src:match(form) then
      return attributes(element)
    end
  end
  return shown(element.caption, element.src)
end

function Pandoc(document)
  local set_in = pandoc.utils.stringify(document.meta["set-in"])
  return document:walk({
    RawInline = function(raw)
      return raw.format == set_in and pandoc.RawInline("html", raw.text) or pandoc.Str(raw.text)
    end,
    RawBlock = function(raw)
      return raw.format == set_in and pandoc.RawBlock("html", raw.text) or pandoc.CodeBlock(raw.text)
    end,
    Link = link,
    Image = picture,
    Span = attributes,
    Div = attributes,
    Header = attributes,
    Code = attributes,
    CodeBlock = attributes,
    Table = attributes,
  })
end
