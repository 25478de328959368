-- On paper a link leads to one place that is there: a second place of the same name has none, and words that would
-- lead nowhere are words. Typst stops at either.

function Pandoc(document)
  local there = {}
  local function once(element)
    if there[element.identifier] then
      element.identifier = ""
    elseif element.identifier ~= "" then
      there[element.identifier] = true
    end
    return element
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
    })
end
