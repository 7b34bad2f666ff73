"use strict";
// Draw the newest picture on the surface of the page, four times a second.
const picture = document.createElement("img");
picture.className = "surface";
document.body.append(picture);
setInterval(() => { picture.src = "/snapshot.jpg?t=" + Date.now(); }, 250);
