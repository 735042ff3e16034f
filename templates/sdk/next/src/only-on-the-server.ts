// What a browser gets in the place of the server's part, so that neither it nor what it holds is sent to one by mistake.

throw new Error('this is for Server Components, actions and route handlers; a Client Component imports `/client` of the package');
