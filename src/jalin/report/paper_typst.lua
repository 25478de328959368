-- What Typst is told beyond what pandoc says: numbers of chapters as numbers, where the body begins, the words of
-- pictures, and rows too long for a page.

-- a row with more letters than this may go over the end of a page
local LONG = 1600
-- letters of five lines, the fewest that end a chapter on a page of their own, and of not quite half a page, the most kept together
local FEW, HALF = 475, 2000

local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

local function image(one)
  local words = pandoc.utils.stringify(one.caption)
  local width = one.attributes.width and (", width: " .. one.attributes.width) or ""
  return pandoc.RawInline("typst", "#image(" .. quoted(one.src) .. ", alt: " .. quoted(words) .. width .. ")")
end

-- the longest cell of a table
local function longest(one)
  local most = 0
  for _, body in ipairs(one.bodies) do
    for _, row in ipairs(body.body) do
      for _, cell in ipairs(row.cells) do
        most = math.max(most, #pandoc.utils.stringify(cell.contents))
      end
    end
  end
  return most
end

local function breaking(one)
  if longest(one) < LONG then
    return nil
  end
  return { pandoc.RawBlock("typst", "#[#set table.cell(breakable: true)"), one, pandoc.RawBlock("typst", "]") }
end

-- the mark of a claim, which stays with its sentence
local function claim(mark)
  if not pandoc.utils.stringify(mark):match("^%[%d+%]$") then
    return nil
  end
  mark.content:insert(1, pandoc.RawInline("typst", "#claim["))
  mark.content:insert(pandoc.RawInline("typst", "]"))
  return mark.content
end

-- a figure that lies on its side has a page of its own, and the text goes on before it; others go beside the text
local function placed(figure)
  local how = figure.classes:includes("lying") and "#lying[" or "#afloat["
  return { pandoc.RawBlock("typst", how), figure, pandoc.RawBlock("typst", "]") }
end

local TEXT = { Para = true, BlockQuote = true, BulletList = true, OrderedList = true }

local function length(block)
  return #pandoc.utils.stringify(block)
end

-- the end of a list, as many of its items as have `wanted` letters, parted from the items before it
local function parted(list, wanted)
  local rest = pandoc.List({})
  while #list.content > 0 and wanted > 0 do
    local item = list.content:remove(#list.content)
    wanted = wanted - length(pandoc.Div(item))
    rest:insert(1, item)
  end
  if list.t == "BulletList" then
    return list, pandoc.BulletList(rest)
  end
  local start = list.listAttributes
  return list, pandoc.OrderedList(rest, pandoc.ListAttributes(start.start + #list.content, start.style, start.delimiter))
end

-- A chapter does not end with a line or two on a page of their own: its last five lines or more stay together.
-- `top`: the level of chapters
local function kept(blocks, top)
  for at = #blocks, 1, -1 do
    local after = blocks[at + 1]
    local last, first, letters = at, at, 0
    while (after == nil or after.t == "Header" and after.level == top) and first > 0 and TEXT[blocks[first].t] and letters < FEW do
      if blocks[first].content and blocks[first].t:match("List$") and length(blocks[first]) > FEW - letters then
        local list, rest = parted(blocks[first], FEW - letters)
        if #list.content > 0 then
          blocks:insert(first + 1, rest)
          last, first = last + 1, first + 1
        else
          blocks[first] = rest
        end
      end
      letters, first = letters + length(blocks[first]), first - 1
    end
    if first < at and letters < HALF then
      blocks:insert(last + 1, pandoc.RawBlock("typst", "]"))
      blocks:insert(first + 1, pandoc.RawBlock("typst", "#kept["))
    end
  end
end

-- a table as a list in two columns of print
local function joined(div)
  if not div.classes:includes("joined") then
    return nil
  end
  local caption = div.content:remove(1)
  local blocks = pandoc.Blocks({
    pandoc.RawBlock("typst", "#figure(kind: table, caption: ["), pandoc.Plain(caption.content),
    pandoc.RawBlock("typst", "], joined["),
  })
  blocks:extend(div.content)
  blocks:insert(pandoc.RawBlock("typst", "]) <" .. div.identifier .. ">"))
  return blocks
end

function Pandoc(document)
  if FORMAT ~= "typst" then
    return document
  end
  local typed = "^" .. pandoc.utils.stringify(document.meta["chapter-number"] or "") .. " [IVXLC]+[.:]?$"
  local top, any = math.huge, false
  -- "Bab", a space, "IV", a space, the words of the heading
  local function is_numbered(header)
    local words = pandoc.Inlines({ header.content[1], header.content[2], header.content[3] })
    return #header.content > 4 and pandoc.utils.stringify(words):match(typed) ~= nil
  end
  document:walk({ Header = function(header) top = math.min(top, header.level) end })
  document:walk({ Header = function(header) any = any or header.level == top and is_numbered(header) end })
  local numbered, begun = false, false
  document = document:walk({
    Header = function(header)
      local level = header.level - top + 1
      if level == 1 then
        numbered = is_numbered(header)
        if numbered then
          for _ = 1, 4 do
            header.content:remove(1)
          end
        end
      end
      if not numbered or level > 2 then
        header.classes:insert("unnumbered")
      end
      -- pages count from the first chapter; where none has a number, from the first heading, as in Word
      if level == 1 and (numbered or not any) and not begun then
        begun = true
        return { pandoc.RawBlock("typst", "#show: jalin-body"), header }
      end
      return header
    end,
    Image = image,
    Superscript = claim,
    Figure = placed,
    Table = breaking,
    Div = joined,
  })
  kept(document.blocks, top)
  return document
end
