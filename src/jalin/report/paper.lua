-- On paper a link leads to one place that is there: a second place of the same name has none, and words that would
-- lead nowhere are words. Typst stops at either.

-- What speaks against a proposition, and the line of its counts, look other than the text around them: by functions
-- of report.typ, and by styles of the DOCX.
local STYLES = { against = "Block Text Against", counts = "Counts" }

local function styled(blocks, name)
  if FORMAT == "typst" then
    blocks:insert(1, pandoc.RawBlock("typst", "#" .. name .. "["))
    blocks:insert(pandoc.RawBlock("typst", "]"))
    return blocks
  end
  local content = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    content:extend(block.t == "BlockQuote" and block.content or { block })
  end
  return pandoc.Div(content, pandoc.Attr("", {}, { ["custom-style"] = STYLES[name] }))
end

local function against(div)
  return div.classes:includes("against") and not div.classes:includes("log") and styled(div.content, "against") or nil
end

local function counts(span)
  if not span.classes:includes("counts") then
    return nil
  end
  if FORMAT == "typst" then
    span.content:insert(1, pandoc.RawInline("typst", "#counts["))
    span.content:insert(pandoc.RawInline("typst", "]"))
    return span.content
  end
  span.attributes["custom-style"] = STYLES.counts
  return span
end

-- a table as a list: in Word its caption, and lines of a style of their own
local function joined(div)
  if FORMAT ~= "docx" or not div.classes:includes("joined") then
    return nil
  end
  local lines = pandoc.Blocks({})
  for place, block in ipairs(div.content) do
    local style = place == 1 and "Table Caption" or "Ledger"
    local name = place == 1 and div.identifier or ""
    lines:insert(pandoc.Div({ block }, pandoc.Attr(name, {}, { ["custom-style"] = style })))
  end
  return lines
end

function Pandoc(document)
  local there = {}
  local function once(element)
    if element.identifier == "" then
      return nil
    elseif there[element.identifier] then
      element.identifier = ""
      return element
    end
    there[element.identifier] = true
  end
  return document
    :walk({
      traverse = "topdown",
      Span = once, Link = once, Code = once, Div = once, Header = once, Figure = once, Table = once, CodeBlock = once,
    })
    :walk({
      Link = function(link)
        local place = link.target:match("^#(.*)")
        return place and not there[place] and link.content or nil
      end,
      Div = function(div) return joined(div) or against(div) end,
      Span = counts,
    })
end
